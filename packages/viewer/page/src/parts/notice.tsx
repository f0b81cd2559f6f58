interface Props {
  title: string;
  children?: React.ReactNode;
}

/** Says why there is nothing to see. */
export function Empty({ title, children }: Props) {
  return (
    <div className="notice">
      <p className="notice-title">{title}</p>
      {children}
    </div>
  );
}

export function Problem({ title, children }: Props) {
  return (
    <div className="notice notice-problem" role="alert">
      <p className="notice-title">{title}</p>
      {children}
    </div>
  );
}

/** @param label what is loaded, as "the traces" */
export function Loading({ label }: { label: string }) {
  return (
    <div className="notice" role="status">
      <span className="spinner" aria-hidden="true" />
      <p>Loading {label} …</p>
    </div>
  );
}
