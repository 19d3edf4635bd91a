/** The head of a plain table: one title a column. */
export function HeadRow({ titles }: { titles: readonly string[] }) {
  return (
    <thead>
      <tr className="text-left">
        {titles.map((title) => (
          <th key={title} scope="col" className="border-line border-b px-4 py-2 whitespace-nowrap">
            {title}
          </th>
        ))}
      </tr>
    </thead>
  );
}
