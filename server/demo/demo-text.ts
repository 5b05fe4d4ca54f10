/** Short made-up texts for the bodies of demo records; nobody ever wrote or asked them. */

const QUESTIONS = [
  'Where is my parcel? It should have come on Tuesday.',
  'Summarise this ticket in two sentences for the next shift.',
  'Which of these three plans fits a team of forty people?',
  'Turn the notes below into a friendly answer to the customer.',
  'Sort this message: invoice, complaint, question or other?',
  'Write a test for the function that rounds up to whole cents.',
  'What changed between the two versions of this contract?',
  'Give me five names for a tea that tastes of smoke and pears.',
];

const ANSWERS = [
  'It left the depot this morning and arrives tomorrow before noon.',
  'The customer cannot sign in since the update. A reset did not help; logs are attached.',
  'The middle plan: it covers sixty seats and has the audit log that you asked for.',
  'Thank you for telling us. We have mended it and added a month to your subscription.',
  'complaint',
  'Here is a test that fails for 0.005 and passes once the rounding is right.',
  'Clause four is new, and the notice period went from thirty to sixty days.',
  'Ember Orchard, Kiln Pear, Low Fire, Autumn Smoke, The Last Branch.',
];

export const SYSTEM_PROMPT = 'You help customers of our shop. Be brief, be kind, invent nothing.';

export function questionOf(variant: number): string {
  return QUESTIONS[variant % QUESTIONS.length] ?? '';
}

export function answerOf(variant: number): string {
  return ANSWERS[(variant >>> 3) % ANSWERS.length] ?? '';
}
