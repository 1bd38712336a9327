import { Link } from 'wouter';
import { Icon } from '../../components/Icon';
import { messages } from '../../messages';
import { FORMS } from '../../paths';

const words = messages.connections;

/** The services that can be connected. */
export function ServiceCards() {
  return (
    <ul className="addgrid">
      {words.services.map((service) => (
        <li key={service.title}>
          <Link className="addc" href={FORMS[service.opens]}>
            <Card {...service} />
            <span className="go">
              {words.connect} <Icon name="ar" size={14} />
            </span>
          </Link>
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
