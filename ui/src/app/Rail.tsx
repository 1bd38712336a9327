import { Menu } from '@mantine/core';
import { useLocation } from 'wouter';
import { Icon, type IconName } from '../components/Icon';
import { Mark } from '../components/Mark';
import type { ConnectionView } from '../ipc/client';
import { messages } from '../messages';
import { FORMS, paths } from '../paths';

interface RailProps {
  connections: ConnectionView[];
  onConnection(connection: ConnectionView): void;
  onHelp(): void;
}

export function Rail({ connections, onConnection, onHelp }: RailProps) {
  const [place, go] = useLocation();
  const words = messages.rail;
  return (
    <nav className="rail" aria-label={words.label} data-pane="rail">
      <RailButton
        icon="home"
        label={words.home}
        on={place === paths.home}
        onClick={() => go(paths.home)}
      />
      <hr />
      {connections.map((connection) => {
        const on = place.startsWith(paths.connection(connection.id));
        const name = words.connection(
          connection.company,
          connection.serviceTitle,
          messages.environments[connection.environment],
          messages.sessions[connection.session.state],
        );
        return (
          <button
            key={connection.id}
            type="button"
            className={`rail-b conn${on ? ' on' : ''}`}
            title={name}
            aria-current={on ? 'page' : undefined}
            onClick={() => onConnection(connection)}
          >
            <span className="sr">{name}</span>
            <Mark
              text={connection.mark}
              state={connection.session.state}
              dashed={connection.environment !== 'production'}
            />
          </button>
        );
      })}
      <AddMenu />
      <span className="gap" />
      <RailButton
        icon="clock"
        label={words.activity}
        on={place === paths.activity}
        onClick={() => go(paths.activity)}
      />
      <RailButton
        icon="key"
        label={words.tokens}
        on={place.startsWith(paths.tokens)}
        onClick={() => go(paths.tokens)}
      />
      <RailButton
        icon="sliders"
        label={words.settings}
        on={place.startsWith(paths.settings)}
        onClick={() => go(paths.settings)}
      />
      <RailButton icon="help" label={words.help} on={false} onClick={onHelp} />
    </nav>
  );
}

function RailButton({
  icon,
  label,
  on,
  onClick,
}: {
  icon: IconName;
  label: string;
  on: boolean;
  onClick(): void;
}) {
  return (
    <button
      type="button"
      className={`rail-b${on ? ' on' : ''}`}
      aria-label={label}
      title={label}
      aria-current={on ? 'page' : undefined}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  );
}

function AddMenu() {
  const [place, go] = useLocation();
  const words = messages.rail;
  const on = Object.values(FORMS).some((form) => place.startsWith(form));
  return (
    <Menu position="right-start" width={200}>
      <Menu.Target>
        <button
          type="button"
          className={`rail-b${on ? ' on' : ''}`}
          aria-label={words.add}
          title={words.add}
        >
          <Icon name="plus" />
        </button>
      </Menu.Target>
      <Menu.Dropdown aria-label={words.add}>
        <Menu.Label>{words.add}</Menu.Label>
        {messages.connections.services.map((service) => (
          <Menu.Item key={service.opens} onClick={() => go(FORMS[service.opens])}>
            {service.title}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
