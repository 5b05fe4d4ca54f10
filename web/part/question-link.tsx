/** A link to a changed question: opens in place, or in a new tab like every link. */
import type { ComponentChildren } from 'preact';
import type { Question } from '../state/question.ts';
import { isShown } from '../state/session.ts';
import { hrefOf, navigate } from '../state/store.ts';

interface QuestionLinkProps {
  readonly to: Partial<Question>;
  /** Question for a click with Alt held; the same as `to` without one. */
  readonly altTo?: Partial<Question>;
  readonly class?: string;
  readonly title?: string;
  readonly isCurrent?: boolean;
  readonly children: ComponentChildren;
}

/** Where it would lead to a view that is not shown, its words alone. */
export function QuestionLink(props: QuestionLinkProps) {
  if (props.to.view !== undefined && !isShown(props.to.view)) {
    return <span class={props.class}>{props.children}</span>;
  }
  const follow = (event: MouseEvent): void => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    navigate(event.altKey ? (props.altTo ?? props.to) : props.to);
  };
  return (
    <a
      href={hrefOf(props.to)}
      onClick={follow}
      class={props.class}
      title={props.title}
      aria-current={props.isCurrent ? 'page' : undefined}
    >
      {props.children}
    </a>
  );
}
