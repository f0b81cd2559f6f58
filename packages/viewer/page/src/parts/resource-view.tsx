import type { Resource } from '../api/use-resource';
import { Loading, Problem } from './notice';

interface Props<T> {
  resource: Resource<T>;
  /** Its name, such as "the traces". */
  label: string;
  children(data: T): React.ReactNode;
}

/** Shows what was read; until then, that it is being read or why it cannot be. */
export function ResourceView<T>({ resource, label, children }: Props<T>) {
  const { data, error, stale } = resource;
  if (data !== undefined) {
    return (
      <div className="stack" aria-busy={stale}>
        {children(data)}
      </div>
    );
  }
  if (error === undefined) return <Loading label={label} />;
  return (
    <Problem title={`Could not load ${label}`}>
      <p>{error.message}</p>
    </Problem>
  );
}
