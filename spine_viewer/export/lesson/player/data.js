// Unpacks what the file holds: base64 in script elements that no browser runs, inside it zlib.

/** The bytes of a block of the page. */
export async function block(name) {
  const element = document.getElementById(`lesson-${name}`);
  const packed = bytesOf(element.textContent);
  element.remove(); // as text it would take memory for nothing
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function bytesOf(text) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
  const letters = atob(text), bytes = new Uint8Array(letters.length);
  for (let i = 0; i < letters.length; i++) bytes[i] = letters.charCodeAt(i);
  return bytes;
}

/** What the lesson says: everything but the meshes. */
export const readHead = async () => JSON.parse(new TextDecoder().decode(await block("head")));
