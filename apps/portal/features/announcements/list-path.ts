/** The page of a list's announcements: a challenge's, or the platform's news. */
export function listPath(slug: string | null): string {
  return slug === null ? "/news" : `/challenges/${slug}/announcements`;
}
