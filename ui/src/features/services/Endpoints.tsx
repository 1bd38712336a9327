import { Button } from '../../components/Button';
import { TextField } from '../../components/TextField';
import { ErrorNotice } from '../../errors/ErrorNotice';
import { messages } from '../../messages';
import { useDiscovery } from './queries';
import { discovered, endpointsOf, isNeeded, placeOf } from './serviceForm';
import type { ServicePartProps } from './shared';

const words = messages.services;

interface EndpointsProps extends ServicePartProps {
  /** They are all known. */
  isFolded: boolean;
}

/** The sign-in server and its addresses, which it may publish by itself (OIDC discovery, RFC 8414). */
export function Endpoints({ isFolded, ...part }: EndpointsProps) {
  if (!isFolded) return <Fields {...part} />;
  return (
    <details className="advanced">
      <summary>{words.addresses}</summary>
      <div>
        <Fields {...part} />
      </div>
    </details>
  );
}

function Fields({ form, reasonAt, onChange }: ServicePartProps) {
  const discovery = useDiscovery((found, asked) =>
    onChange((now) => discovered(found, asked, now)),
  );
  const { isPending, isSuccess, error } = discovery;
  return (
    <>
      <TextField
        label={words.issuer}
        value={form.issuer}
        hint={
          <span role="status">
            {isPending
              ? words.findingAddresses
              : isSuccess
                ? words.addressesFound
                : words.issuerHint}
          </span>
        }
        tail={
          <Button
            size="xsm"
            icon="search"
            disabled={!form.issuer.trim() || isPending}
            onClick={() => discovery.mutate(form)}
          >
            {words.findAddresses}
          </Button>
        }
        onChange={(issuer) => {
          discovery.reset();
          onChange({ issuer });
        }}
      />
      {error && (
        <div className="inline-error">
          <ErrorNotice error={error} />
        </div>
      )}
      {endpointsOf(form.grant).map((endpoint) => (
        <TextField
          key={endpoint}
          id={placeOf(endpoint)}
          label={words[endpoint]}
          {...(isNeeded(endpoint) ? {} : { note: words.optional })}
          value={form[endpoint]}
          blocked={reasonAt(endpoint)}
          onChange={(value) => onChange({ [endpoint]: value })}
        />
      ))}
    </>
  );
}
