// Switches between light and dark at once. What the system prefers anyway is not remembered, so that it stays followed.

const A_YEAR = 31_536_000;

export function switchAppearance() {
  const form = document.querySelector(".appearance");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const wanted = event.submitter.value;
    const isPreferred = matchMedia(`(prefers-color-scheme: ${wanted})`).matches;
    document.cookie = `appearance=${wanted}; path=/; max-age=${isPreferred ? 0 : A_YEAR}; samesite=lax`;
    if (isPreferred) delete document.documentElement.dataset.appearance;
    else document.documentElement.dataset.appearance = wanted;
    document.querySelector('meta[name="color-scheme"]').content = isPreferred ? "light dark" : wanted;
    // The button that was pressed is gone.
    form.querySelector(`.to-${wanted === "dark" ? "light" : "dark"}`).focus();
  });
}
