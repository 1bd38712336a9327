import { messages } from '../../messages';

/** The services to come; nothing to press until they are there. */
export function ServiceCards() {
  return (
    <ul className="addgrid">
      {messages.connections.services.map((service) => (
        <li key={service.title} className="addc">
          <div className="row">
            <span className="mark" aria-hidden="true">
              {service.mark}
            </span>
            <b>{service.title}</b>
          </div>
          <p className="sm dim">{service.text}</p>
          <p className="sm dim3">{service.needs}</p>
          <span className="tag" style={{ marginTop: 'auto', alignSelf: 'flex-start' }}>
            {messages.connections.notYet}
          </span>
        </li>
      ))}
    </ul>
  );
}
