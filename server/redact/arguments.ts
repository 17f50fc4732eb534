import { MARK } from "./redactor.ts";
import { isSecretName } from "./secret-values.ts";

/** A command without the arguments that follow an option with a secret-looking name: `--token abc`. */
export function redactArguments(command: readonly string[]): string[] {
	return command.map((argument, index) => {
		const before = command[index - 1] ?? "";
		return /^--?[^=\s]+$/.test(before) && isSecretName(before.replace(/^-+/, "")) ? MARK : argument;
	});
}
