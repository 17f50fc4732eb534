/** In small letters: words that settle something, whoever says them; in the languages that people are most often heard to speak. */
const SETTLED = new RegExp(
	[
		/\b(?:we|i|you|they|team)(?:'ve| have)? (?:just |now |finally )?(?:decided|agreed|chose|settled|opted|picked)\b/,
		/\bdecision\s*(?:is|was)?\s*:|\b(?:decided|agreed|opted|chosen|settled) (?:to|on|for|against|that)\b/,
		/\b(?:i|we)(?:'ll| will| shall|'re going to| are going to)? (?:go(?:ing)? with|stick(?:ing)? (?:to|with)|settle(?:d)? on)\b/,
		/\blet's (?:use|go with|keep|stick|take|drop|remove|avoid|switch|stay|not)\b/,
		/\b(?:from now on|instead of|rather than)\b/,
		/\bwe (?:will |should |shall )?(?:use|keep|drop|avoid|switch to|stay with|no longer)\b/,
		/\bi(?:'ll| will) (?:use|keep|switch to|avoid)\b/,
		/\b(?:entschieden|beschlossen|wir nehmen|wir verwenden|ab jetzt|anstatt|statt dessen|stattdessen|entscheidung:)/,
		/\b(?:nous avons décidé|on a décidé|désormais|au lieu de|décision\s*:)/,
		/\b(?:hemos decidido|decidimos|a partir de ahora|en lugar de|en vez de|decisión:)/,
		/(?:^|\s)(?:решили|решено|будем использовать|вместо)(?=\s|[.,:])/,
		/决定|決定|改用|采用|採用|にします|ことにした|ことに決め|하기로 (?:했|결정)/,
	]
		.map(({ source }) => source)
		.join("|"),
);

/** An instruction that holds from then on: only what a person says instructs. */
const INSTRUCTION =
	/^(?:(?:please|and|but|ok(?:ay)?|no|so|also)[,:]?\s+)*(?:always|never|don't use|do not use|use|prefer|keep|go with|stick (?:to|with)|switch to|make sure|nimm|verwende|benutze|immer|nie(?:mals)?|utilise|utilisez|usa|utiliza|不要|必须|请用|請用)(?=[\s:,]|[^\x00-\x7F])/iu;

/** Said about what is not settled, or about how decisions are made elsewhere. */
const OPEN =
	/[?？:：]\s*$|^(?:should|shall|would|could|do|does|did|can|may|is|are|what|which|why|how|if)\b|\b(?:not (?:yet )?decided|undecided|haven't decided)\b/i;

/** Whether a sentence decides something. @param typed a person said it */
export function isDecision(sentence: string, typed: boolean): boolean {
	if (sentence.length < 8 || OPEN.test(sentence)) return false;
	return SETTLED.test(sentence.toLowerCase()) || (typed && INSTRUCTION.test(sentence));
}
