/** What a client shows its model about the server as a whole. */
export const INSTRUCTIONS = `Nightshift carries questions between you and a person who may answer in a minute or tomorrow morning. \
Nothing is lost: a question has a ticket, and its answer waits for you across restarts of anything.

- Ask with ask_human whenever a decision is the person's to make. Send a dedupe_key, so that asking again is never a second question.
- When the status is "pending", that is normal. Never wait by calling in a loop. Do work that does not depend on the answer; when none is left, end your turn and say which ticket you wait for.
- Call check_answers when you start, and between two tasks.
- "provenance" says who decided. A default is not the person's decision, and no answer is no refusal.
- Call get_directives when you start, between two tasks, and whenever an answer tells you to. Say with it what is done.
- Say with report_progress what you have finished, once a step.`;

/** What each tool is for, for the model that chooses among them. */
export const DESCRIPTIONS = {
	ask_human: `Asks the person a question through their inbox. Returns at once with a ticket, or with the answer when somebody gives it within wait_s seconds.
Use it for decisions that are theirs: what to build, what to delete, what to spend, which of two readings is meant. Ask one thing at a time, with all they need in context_md, and offer options when there are some.
If it returns "pending", do not call it again to wait: go on with independent work, or end your turn. With the same dedupe_key you get the same ticket, at any time, and its answer once there is one.`,
	check_answers: `Tells which of your questions were answered since you last looked, and what the person asked back about one; with tickets, how those stand.
Call it when you start and between two tasks, not in a loop. With replies you answer what the person asked back.`,
	withdraw_question:
		"Takes back a question of yours that needs no answer any more, so that the person does not spend time on it. If it was answered meanwhile, you get the answer.",
	get_directives: `Gives what the person told you to do meanwhile, in their own words. Call it when you start and between two tasks.
When you have carried one out, or will not, say so with done or declined: until then you are given it again.`,
	report_progress:
		"Writes one line about your work into the person's activity feed: once a step, not more. Nobody answers it; to ask something use ask_human.",
} as const;
