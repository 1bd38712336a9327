import { useLocation, Redirect } from 'wouter';
import { paths } from '../../paths';
import { useServiceDraft } from './serviceDraft';
import { ServiceForm } from './ServiceForm';
import './services.css';

/** The second of three steps: how one signs in. Without a document there is nothing to sign in to. */
export function ServiceSignInScreen() {
  const [, go] = useLocation();
  const { kept, keep, forget } = useServiceDraft();
  if (!kept) return <Redirect to={paths.addService} replace />;
  return (
    <ServiceForm
      first={kept}
      onKeep={keep}
      onBack={() => go(paths.addService)}
      onConnected={(connectionId) => {
        go(paths.connection(connectionId), { replace: true });
        forget();
      }}
    />
  );
}
