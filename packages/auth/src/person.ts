import { type Role, roleSchema } from "@bodymark/contracts";

/** Who is asking, as every authorisation check gets it. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
}

/** A user's row as a person; an unknown role has the fewest rights. */
export function toPerson(user: { id: string; name: string; email: string; role?: string | null | undefined }): Person {
  const role = roleSchema.safeParse(user.role);
  return { id: user.id, name: user.name, email: user.email, role: role.success ? role.data : "participant" };
}
