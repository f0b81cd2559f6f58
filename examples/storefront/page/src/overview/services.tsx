import type { State } from '../console/contract';

/** Lists the services, each with what it is built on. */
export function Services({ state }: { state: State }) {
  return (
    <ul className="services" aria-label="Services">
      {state.services.map(({ name, kind }) => (
        <li key={name}>
          <span className="service">
            <strong>{name}</strong> <small>{kind}</small>
          </span>
        </li>
      ))}
      <li>
        <span className="service service-aside">
          <strong>queue</strong> <small>{state.queue}</small>
        </span>
      </li>
    </ul>
  );
}
