import { oneLine } from "../text/cut.ts";

const LONGEST = 300;

/** A setting, named with what it is set to, or a thing that settings are about. */
const NAMED = [
	// NODE_ENV=production, `PORT=4310`
	/(?:^|[\s`"'(])[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*=\S/,
	// DATABASE_URL, as a name alone
	/(?:^|[\s`"'($])[A-Z][A-Z0-9]{1,30}(?:_[A-Z0-9]{1,30})+(?=$|[\s`"'),.:;}])/,
	// port 8080, Port: 443, localhost:5173
	/\bports?\b[\s:=`]{1,4}(?:number )?\d{2,5}\b|\b(?:localhost|127\.0\.0\.1|0\.0\.0\.0):\d{2,5}\b/i,
	// version 2.1, v20.20.1, node 20, PostgreSQL 16.2, "zod": "4.6.7", zod@4.6.7
	/\bversions?\b[\s:=`]{1,4}v?\d+(?:\.\d+)*|\bv\d+\.\d+(?:\.\d+)*\b|[\w/-]@\^?~?\d+\.\d+|"[\w@/.-]+":\s*"[\^~]?\d+\.\d+/i,
	/\b(?:node(?:\.?js)?|python|ruby|php|postgres(?:ql)?|mysql|redis|sqlite|typescript|docker|ubuntu|debian)\s+v?\d+(?:\.\d+)*\b/i,
	/\b(?:java|go|rust|next(?:\.?js)?|react)\s+v?\d+\.\d+(?:\.\d+)*\b/i,
	// package.json, .env, nginx.conf, tsconfig.json, Dockerfile
	/(?:^|[\s`"'(/])(?:\.env(?:\.\w+)?|[\w.-]+\.(?:ya?ml|toml|ini|conf|cfg|properties)|[\w.-]*(?:config|rc|settings)\.(?:json|[cm]?[jt]s)|package\.json|Dockerfile)(?=$|[\s`"'),.:;])/,
	// set X to Y, timeout: 30s
	/\bset (?:the )?[`"']?[\w.-]{2,60}[`"']? to [`"']?\S/i,
	/\b(?:timeout|limit|interval|max\w*|min\w*|threshold|retries|host(?:name)?|base_?url|endpoint|region|log_?level)\b\s*(?:=|:)\s*[`"']?[\w.]/i,
];
const SETS =
	/^(?:export\s+[A-Z_][A-Z0-9_]*=|npm config set|git config (?!--(?:get|list))|(?:[A-Z][A-Z0-9_]*=\S+\s+)+\S|docker run .*-[ep]\b|ufw |sysctl -w|systemctl (?:enable|set-property))/;

/** Whether a sentence names a setting, a variable, a port or a version. */
export function isConfiguration(sentence: string): boolean {
	return sentence.length >= 6 && NAMED.some((pattern) => pattern.test(sentence));
}

/** A command that sets something, as it is told; null: it sets nothing. */
export function settingCommand(command: string): string | null {
	return SETS.test(command.slice(0, 2_000)) ? oneLine(command, LONGEST) : null;
}
