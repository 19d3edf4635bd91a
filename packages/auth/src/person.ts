import { type Role, roleSchema } from "@bodymark/contracts";

/** Who is asking, as every authorisation check gets it. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  /** Whether the address is confirmed: without that one may look, but neither join nor submit. */
  readonly confirmed: boolean;
}

/** A user's row as a person; an unknown role has the fewest rights. */
export function toPerson(user: {
  id: string;
  name: string;
  email: string;
  emailVerified: boolean;
  role?: string | null | undefined;
}): Person {
  const { id, name, email, emailVerified: confirmed } = user;
  const role = roleSchema.safeParse(user.role);
  return { id, name, email, confirmed, role: role.success ? role.data : "participant" };
}
