import { Link } from 'wouter';
import { Icon } from '../../components/Icon';
import { messages } from '../../messages';
import { paths } from '../../paths';

const words = messages.connections;
const FORMS = { core: paths.addCore() };

/** The services; one that cannot be connected yet says so. */
export function ServiceCards() {
  return (
    <ul className="addgrid">
      {words.services.map((service) => (
        <li key={service.title}>
          {service.opens ? (
            <Link className="addc" href={FORMS[service.opens]}>
              <Card {...service} />
              <span className="go">
                {words.connect} <Icon name="ar" size={14} />
              </span>
            </Link>
          ) : (
            <div className="addc">
              <Card {...service} />
              <span className="tag">{words.notYet}</span>
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}

interface CardProps {
  mark: string;
  title: string;
  text: string;
  needs: string;
}

function Card({ mark, title, text, needs }: CardProps) {
  return (
    <>
      <span className="row">
        <span className="mark" aria-hidden="true">
          {mark}
        </span>
        <b>{title}</b>
      </span>
      <span className="sm dim">{text}</span>
      <span className="sm dim3">{needs}</span>
    </>
  );
}
