/* Monotonic alignment search (Kim et al. 2020, "Glow-TTS"): the path of highest total log-likelihood
 * that starts at the first symbol, ends at the last, and stays or moves on by one at every frame. */
#include <stdlib.h>

static const float IMPOSSIBLE = -1e30f;

/* scores: [symbols][frames], rows `stride` apart. durations: [symbols], frames of each symbol.
 * Returns 0, or 1 if there is no path (fewer frames than symbols) or no memory. */
int align(const float *scores, int symbols, int frames, int stride, int *durations) {
  if (symbols < 1 || frames < symbols) return 1;
  float *best = malloc(sizeof(float) * (size_t)symbols);
  char *moved = calloc((size_t)symbols * (size_t)frames, 1);
  if (!best || !moved) { free(best); free(moved); return 1; }
  for (int n = 0; n < symbols; n++) best[n] = IMPOSSIBLE;
  for (int t = 0; t < frames; t++) {
    int lowest = symbols - (frames - t), highest = t < symbols - 1 ? t : symbols - 1;
    if (lowest < 0) lowest = 0;
    /* From the last symbol down, so that best[n - 1] is still that of the frame before. */
    for (int n = highest; n >= lowest; n--) {
      float stay = best[n], come = n > 0 ? best[n - 1] : (t == 0 ? 0.0f : IMPOSSIBLE);
      moved[(size_t)n * frames + t] = come > stay;
      best[n] = (come > stay ? come : stay) + scores[(size_t)n * stride + t];
    }
  }
  for (int n = 0; n < symbols; n++) durations[n] = 0;
  for (int t = frames - 1, n = symbols - 1; t >= 0; t--) {
    durations[n]++;
    if (n > 0 && moved[(size_t)n * frames + t]) n--;
  }
  free(best);
  free(moved);
  return 0;
}
