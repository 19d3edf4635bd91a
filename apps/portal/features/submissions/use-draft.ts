import { type RefObject, useEffect, useState } from "react";

/** Keeps what is typed into a form in this browser, so that a reload or a closed lid loses nothing. */
export function useDraft(
  form: RefObject<HTMLFormElement | null>,
  key: string,
): { readonly restored: boolean; clear(): void } {
  const [restored, setRestored] = useState(false);
  useEffect(() => {
    const element = form.current;
    if (!element) return;
    const text = localStorage.getItem(key);
    if (text !== null) {
      restore(element, new URLSearchParams(text));
      setRestored(true);
    }
    const keep = () => {
      const entries = [...new FormData(element)].flatMap(([name, value]) =>
        typeof value === "string" && value ? [[name, value]] : [],
      );
      localStorage.setItem(key, new URLSearchParams(entries).toString());
    };
    element.addEventListener("input", keep);
    return () => element.removeEventListener("input", keep);
  }, [form, key]);
  return { restored, clear: () => localStorage.removeItem(key) };
}

/** Every field as it was kept; one that is not in the draft was empty. */
function restore(form: HTMLFormElement, kept: URLSearchParams): void {
  for (const field of form.elements) {
    if (field instanceof HTMLInputElement && field.type === "checkbox") field.checked = kept.has(field.name);
    else if (field instanceof HTMLInputElement && field.type === "file") continue;
    else if (
      field instanceof HTMLInputElement ||
      field instanceof HTMLTextAreaElement ||
      field instanceof HTMLSelectElement
    )
      field.value = kept.get(field.name) ?? "";
  }
}
