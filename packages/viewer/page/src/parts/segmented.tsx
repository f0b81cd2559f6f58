import { useId } from 'react';

interface Props<T extends string> {
  label: string;
  options: readonly T[];
  chosen: NoInfer<T>;
  onChoose(option: NoInfer<T>): void;
  /** Hides the label from sight, not from screen readers. */
  quiet?: boolean;
}

/** Radio buttons in a row. */
export function Segmented<T extends string>(props: Props<T>) {
  const name = useId();
  return (
    <fieldset className="segmented">
      <legend className={props.quiet ? 'visually-hidden' : undefined}>
        {props.label}
      </legend>
      <div className="segments">
        {props.options.map(option => (
          <label key={option}>
            <input
              type="radio"
              name={name}
              checked={option === props.chosen}
              onChange={() => props.onChoose(option)}
            />
            <span>{option}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
