/** Shown while a page is read; fills the window, so that nothing seen jumps when the page comes. */
export function Skeleton() {
  return (
    <div role="status" className="min-h-dvh space-y-8">
      <span className="sr-only">Loading</span>
      <div className="breathing h-9 w-72 max-w-full rounded-base bg-sunken" />
      <div className="breathing h-5 w-full max-w-2xl rounded-base bg-sunken" />
      <div className="breathing h-80 rounded-base bg-sunken" />
    </div>
  );
}
