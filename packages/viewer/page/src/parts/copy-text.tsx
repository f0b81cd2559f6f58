import { useState } from 'react';

interface Props {
  text: string;
  /** Its name, such as "command". */
  label: string;
}

/** Lines to paste elsewhere. */
export function CopyText({ text, label }: Props) {
  const [copied, setCopied] = useState<string>();
  return (
    <div className="copy">
      <pre tabIndex={0} aria-label={label} role="group">
        {text}
      </pre>
      <button
        type="button"
        className="button-quiet"
        onClick={() => {
          navigator.clipboard.writeText(text).then(
            () => setCopied(text),
            () => setCopied(undefined),
          );
        }}
      >
        {copied === text ? 'Copied' : 'Copy'}
        <span className="visually-hidden"> {label}</span>
      </button>
    </div>
  );
}
