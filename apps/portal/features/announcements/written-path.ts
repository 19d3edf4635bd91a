/** The page on which a list's announcements are written: the organizers', or the operators'. */
export function writtenPath(slug: string | null): string {
  return slug === null ? "/operator/news" : `/organize/${slug}/announcements`;
}
