import { useState } from 'react';

const MAX_CHARACTERS = 300;

/** A text that shows its beginning until it is asked for all. */
export function LongText({ text }: { text: string }) {
  const [all, setAll] = useState(false);
  if (text.length <= MAX_CHARACTERS) return text;
  return (
    <>
      {all ? text : `${text.slice(0, MAX_CHARACTERS)}…`}{' '}
      <button
        type="button"
        className="button-quiet"
        aria-expanded={all}
        onClick={() => setAll(!all)}
      >
        {all ? 'Show less' : 'Show all'}
      </button>
    </>
  );
}
