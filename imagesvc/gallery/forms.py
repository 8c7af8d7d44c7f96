"""What people may send from the gallery: a prompt of their own."""

import re
from typing import Any

from django import forms

from imagesvc.images.admission import SEEDS
from imagesvc.images.prompts import NothingToDraw, compose_custom_prompt

SIZES = {
    "1024x1024": "Square, 1024 × 1024",
    "1024x1536": "Tall, 1024 × 1536",
    "1536x1024": "Wide, 1536 × 1024",
    "1280x720": "Panorama, 1280 × 720",
    "512x512": "Small, 512 × 512",
}
# As in the API.
PROMPT_LENGTH = 4000
NO_SEED = f"A seed is a whole number from 0 to {SEEDS - 1}."


class PromptForm(forms.Form):
    """A prompt with a size and, if it is to be the same picture again, a seed."""

    prompt = forms.CharField(
        label="What to draw",
        max_length=PROMPT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3, "placeholder": "A lighthouse on a black rock at dusk, in a storm"}),
        error_messages={"required": "Say what to draw.", "max_length": f"Use at most {PROMPT_LENGTH:,} characters."},
    )
    size = forms.ChoiceField(label="Size", choices=list(SIZES.items()), initial="1024x1024")
    seed = forms.IntegerField(
        label="Seed",
        required=False,
        min_value=0,
        max_value=SEEDS - 1,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "placeholder": "any", "autocomplete": "off"}),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), NO_SEED),
    )

    def clean_prompt(self) -> str:
        """Refuse what is too long or says nothing, as the API does."""
        # Browsers send a line break as two characters.
        prompt: str = re.sub("\r\n?", "\n", self.cleaned_data["prompt"])
        try:
            compose_custom_prompt(prompt)
        except NothingToDraw as error:
            raise forms.ValidationError("Say what to draw.") from error
        return prompt

    def wish(self) -> dict[str, Any]:
        """Return what was asked for, for admission.request_custom_image."""
        width, height = map(int, self.cleaned_data["size"].split("x"))
        return {
            "prompt": self.cleaned_data["prompt"],
            "width": width,
            "height": height,
            "seed": self.cleaned_data["seed"],
        }
