/** Why a file cannot be a case's; the sentence says what is wrong and, where it helps, what to do. */
export class CaseProblem extends Error {
  override readonly name = "CaseProblem";
}
