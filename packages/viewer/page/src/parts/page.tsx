import { useEffect } from 'react';

interface Props {
  title: string;
  /** Explains the page to a newcomer. */
  lead?: React.ReactNode;
  children: React.ReactNode;
}

/** The frame of what a route shows. */
export function Page({ title, lead, children }: Props) {
  useEffect(() => {
    document.title = `${title} · otel-baggage`;
  }, [title]);
  return (
    <>
      <header className="page-header">
        <h1 tabIndex={-1}>{title}</h1>
        {lead && <p className="lead">{lead}</p>}
      </header>
      {children}
    </>
  );
}
