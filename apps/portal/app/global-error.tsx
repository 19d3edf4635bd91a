"use client";

export default function GlobalError() {
  return (
    <html lang="en">
      <body>
        <main>
          <h1>Bodymark cannot answer just now</h1>
          <p>Its database may be restarting. Try again in a minute; nothing that was handed in is lost.</p>
        </main>
      </body>
    </html>
  );
}
