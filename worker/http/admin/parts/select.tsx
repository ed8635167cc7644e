export type Option = [value: string, title: string];

interface SelectProps {
  name: string;
  /** What choosing nothing is called; without it one is always chosen. */
  any?: string;
  chosen?: string | undefined;
  options: Option[];
}

/** One of several, or any. */
export function Select({ name, any, chosen, options }: SelectProps) {
  return (
    <select name={name}>
      {any !== undefined && <option value="">{any}</option>}
      {options.map(([value, title]) => (
        <option value={value} selected={value === chosen}>
          {title}
        </option>
      ))}
    </select>
  );
}
