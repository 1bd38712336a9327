import type { Ref } from 'react';
import { Icon } from '../../components/Icon';
import { TextField } from '../../components/TextField';
import { messages } from '../../messages';
import { placeOf } from './serviceForm';
import type { ServicePartProps } from './shared';

const words = messages.services;

interface PersonPartProps extends ServicePartProps {
  user: string;
  password: Ref<HTMLInputElement>;
  onUser(user: string): void;
  onPassword(isThere: boolean): void;
}

/** User name and password, told to be the weaker way. */
export function PersonPart({ reasonAt, user, password, onUser, onPassword }: PersonPartProps) {
  return (
    <>
      <div className="note warn">
        <Icon name="alert" />
        <span>{words.passwordWeaker}</span>
      </div>
      <div className="app-details">
        <TextField
          id={placeOf('user')}
          label={words.user}
          value={user}
          blocked={reasonAt('user')}
          onChange={onUser}
        />
        <TextField
          id={placeOf('password')}
          label={words.password}
          ref={password}
          secret
          icon="lock"
          hint={words.passwordHint}
          blocked={reasonAt('password')}
          onChange={(text) => onPassword(text !== '')}
        />
      </div>
    </>
  );
}
