import { formatCount } from "#ui/format-number.ts";

/** The words of the page on which operators give roles. */
export const PEOPLE_TEXTS = {
  title: "People and roles",
  lead: "Participants hand in, organizers may create challenges, operators see and may do everything. A change ends the person's sessions and stands in the audit log.",
  search: "Find a person",
  searchHint: "By name or e-mail address. Without words: all organizers and operators.",
  find: "Find",
  clear: "Clear",
  appointed: "Organizers and operators",
  found: (count: number) => (count === 1 ? "1 person found" : `${count} people found`),
  more: (count: number) => `Only the first ${count} are shown: search more narrowly.`,
  nobody: "Nobody found",
  nobodyHint: "Whoever has signed up can be found here by a part of the name or address.",
  table: "Table of people",
  columns: ["Person", "Role", "Organizes", "Since"],
  you: "you",
  youHint: "Another operator can change your role; you cannot.",
  role: (name: string) => `Role of ${name}`,
  organizes: (count: number) => (count === 0 ? "—" : formatCount(count, "challenge")),
  save: "Change",
  saveFor: (name: string) => `Change the role of ${name}`,
  confirm: (name: string, role: string) => `Make ${name} ${role}? All sessions of ${name} end now.`,
  refused: "Not changed: only an operator can do this, and not for their own account.",
  invalid: "Choose a role.",
  done: "Changed.",
} as const;
