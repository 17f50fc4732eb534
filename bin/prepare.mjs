// `npm start` and its kin. Written for any Node that has ES modules, so that an old one gets a sentence and not a syntax error.
import { checkNode } from "./prepare/check-node.mjs";

if (checkNode()) {
	void import("./prepare/main.mjs").then((module) => module.main(process.argv[2], process.argv.slice(3)));
}
