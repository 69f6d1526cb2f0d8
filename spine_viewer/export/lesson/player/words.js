// The words on the page, in the language and for the readers that are chosen.

/** A text {language: {audience: text}} as {text, language}: English where there is no other. */
export function said(texts, language, audience) {
  const held = texts[language] ? language : "en";
  return { text: texts[held][audience], language: held };
}

export const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

/** Put a text into an element and say which language it is in where it is not that of the page. */
export function put(element, { text, language }) {
  element.textContent = text;
  if (language === document.documentElement.lang) element.removeAttribute("lang");
  else element.lang = language;
}

/** Every word of the page's own controls. */
export function speak(words) {
  for (const element of document.querySelectorAll("[data-word]")) element.textContent = words[element.dataset.word];
  for (const element of document.querySelectorAll("[data-label]")) element.setAttribute("aria-label", words[element.dataset.label]);
  for (const element of document.querySelectorAll("[data-title]")) {
    element.title = words[element.dataset.title];
    element.setAttribute("aria-label", words[element.dataset.title]);
  }
}

/** The C-arm's angles in words: {oblique, tilt}. */
export function angleWords(words, oblique, tilt) {
  const told = (value, none, more, fewer) => {
    const degrees = Math.round(value);
    return filled(words[degrees === 0 ? none : degrees > 0 ? more : fewer], { degrees: Math.abs(degrees) });
  };
  return { oblique: told(oblique, "straight", "to_left", "to_right"), tilt: told(tilt, "level", "to_head", "to_feet") };
}

/** Days after the procedure as people speak of them. */
export function dayWords(words, from, to) {
  if (to <= 14) {
    const [first, last] = [Math.floor(from), Math.max(Math.ceil(to), 1)];
    return last - first <= 1 ? filled(words.day, { day: first }) : filled(words.days, { from: first, to: last });
  }
  const [unit, length] = to <= 84 ? ["weeks", 7] : ["months", 30.44];
  return filled(words[unit], { from: Math.round(from / length), to: Math.round(to / length) });
}
