/** A few figures side by side, each over what it counts; `columns` of them fit in a row. */
export function Numbers({
  columns,
  numbers,
}: {
  columns: "three" | "four";
  numbers: [label: string, value: string][];
}) {
  return (
    <dl class={`numbers ${columns}`}>
      {numbers.map(([label, value]) => (
        <div>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
