import { Roadmap } from "../_features/roadmap/roadmap.tsx";

export default function RoadmapPage() {
	return <Roadmap />;
}
