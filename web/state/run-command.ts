/** Does what a command says. */
import type { CommandAct } from './commands.ts';
import { chooseTheme, isHelpOpen, isSaveOpen, isShareOpen, navigate } from './store.ts';
import { parseQuestion } from './question.ts';

export function runCommand(act: CommandAct): void {
  switch (act.kind) {
    case 'go':
      return navigate(act.patch);
    case 'open':
      return navigate(parseQuestion(act.search));
    case 'theme':
      return chooseTheme(act.theme);
    case 'help':
      isHelpOpen.value = true;
      return;
    case 'saveView':
      isSaveOpen.value = true;
      return;
    case 'share':
      isShareOpen.value = true;
      return;
    case 'copyLink':
      void navigator.clipboard.writeText(location.href).catch(() => undefined); // Not allowed here.
      return;
  }
}
