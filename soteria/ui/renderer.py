"""How Django draws every form in the product: in GOV.UK markup, whoever wrote the form."""

from django.forms.renderers import TemplatesSetting

from soteria.ui.boundfields import GovukBoundField


class GovukRenderer(TemplatesSetting):
    """The FORM_RENDERER: `{{ form }}` and `{{ form.name.as_field_group }}` draw GOV.UK fields in any form.

    Needs "django.forms" in INSTALLED_APPS, from which plain widgets take their templates.
    """

    form_template_name = "ui/forms/form.html"
    formset_template_name = "ui/forms/formset.html"
    bound_field_class = GovukBoundField
