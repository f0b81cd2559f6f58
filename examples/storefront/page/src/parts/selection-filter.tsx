import { useId } from 'react';
import type { State, Stats } from '../console/contract';
import { useResource } from '../console/use-resource';
import { visible } from '../format';
import type { Selection } from '../route';
import { replaceRoute } from '../route';

const MAX_VALUES = 200;

interface Props {
  state: State;
  page: 'traces' | 'logs';
  selection?: Selection;
}

/** Chooses a value of a key; what is chosen stands in the address. */
export function SelectionFilter({ state, page, selection }: Props) {
  const id = useId();
  const key = selection?.key ?? state.keys[0] ?? '';
  const stats = useResource<Stats>(`api/stats?by=${encodeURIComponent(key)}`);
  const values = valuesOf(stats.data, key, selection?.value);

  return (
    <form className="filter" onSubmit={event => event.preventDefault()}>
      <label htmlFor={`${id}-key`}>Baggage key</label>
      <select
        id={`${id}-key`}
        value={key}
        onChange={event =>
          replaceRoute({
            page,
            selection: { key: event.target.value, value: '' },
          })
        }
      >
        {state.keys.map(name => (
          <option key={name}>{name}</option>
        ))}
      </select>
      <label htmlFor={`${id}-value`}>Value</label>
      <select
        id={`${id}-value`}
        value={selection?.value ?? ''}
        onChange={event =>
          replaceRoute({ page, selection: { key, value: event.target.value } })
        }
      >
        <option value="">any</option>
        {values.map(value => (
          <option key={value} value={value}>
            {visible(value).slice(0, 80)}
          </option>
        ))}
      </select>
    </form>
  );
}

/** The path of what the console has for a selection. An empty value is any. */
export function selectedPath(
  path: string,
  limit: number,
  selection?: Selection,
): string {
  const query = new URLSearchParams({ limit: String(limit) });
  if (selection?.value) {
    query.set('key', selection.key);
    query.set('value', selection.value);
  }
  return `${path}?${query}`;
}

function valuesOf(
  stats: Stats | undefined,
  key: string,
  chosen: string | undefined,
): string[] {
  const rows = stats?.by === key ? stats.rows : [];
  const values = new Set(rows.map(row => row.value ?? '').filter(Boolean));
  if (chosen) values.add(chosen);
  return [...values].sort().slice(0, MAX_VALUES);
}
