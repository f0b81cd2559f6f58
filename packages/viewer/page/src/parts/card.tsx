import { useId } from 'react';

interface Props {
  title: string;
  /** A sentence under the title. */
  note?: React.ReactNode;
  className?: string;
  children: React.ReactNode;
}

/** A part of a page under a heading of its own. */
export function Card({ title, note, className = '', children }: Props) {
  const id = useId();
  return (
    <section className={`card ${className}`} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {note && <p className="note">{note}</p>}
      {children}
    </section>
  );
}
