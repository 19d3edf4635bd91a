import { Download } from "lucide-react";
import { SUBMIT_TEXTS as T } from "#features/submissions/submit-texts.ts";
import { buttonClass } from "#ui/button.tsx";

/** The way to a phase's starter kit. */
export function KitLink({ challenge, phase }: { challenge: string; phase: string }) {
  return (
    <p>
      <a className={buttonClass()} href={`/challenges/${challenge}/phases/${phase}/starter-kit.zip`} download>
        <Download aria-hidden className="size-4" />
        {T.kit}
      </a>
    </p>
  );
}
