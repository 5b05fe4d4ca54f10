/** Who asks, and how one comes and goes, each as one call. */
import { ACCESS_API, type SessionReply } from '../../shared/access-contract.ts';
import { call, send } from './call.ts';

export function askSession(signal: AbortSignal): Promise<SessionReply> {
  return call<SessionReply>(ACCESS_API.session, [], signal);
}

export function sendSignIn(
  body: { readonly name: string; readonly password: string },
  signal: AbortSignal,
): Promise<SessionReply> {
  return send<SessionReply>(ACCESS_API.signIn, body, signal);
}

export function sendSetUp(
  body: { readonly secret: string; readonly name: string; readonly password: string },
  signal: AbortSignal,
): Promise<SessionReply> {
  return send<SessionReply>(ACCESS_API.setUp, body, signal);
}

export function sendLink(link: string, signal: AbortSignal): Promise<{ readonly search: string }> {
  return send<{ readonly search: string }>(ACCESS_API.openLink, { link }, signal);
}

export function sendPassword(
  body: { readonly old: string; readonly new: string },
  signal: AbortSignal,
): Promise<SessionReply> {
  return send<SessionReply>(ACCESS_API.password, body, signal);
}

export function sendUseInvite(
  body: { readonly invite: string; readonly password: string },
  signal: AbortSignal,
): Promise<SessionReply> {
  return send<SessionReply>(ACCESS_API.useInvite, body, signal);
}
