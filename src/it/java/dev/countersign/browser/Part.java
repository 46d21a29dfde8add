package dev.countersign.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.SelectOption;

/** A part of a page, and what a person does there: by the names that are written on it or read out. */
record Part(Locator root) {

    Part press(String button) {
        button(button).click();
        return this;
    }

    Part follow(String link) {
        link(link).click();
        return this;
    }

    /** In the place of what is there. */
    Part type(String label, String text) {
        field(label).fill(text);
        return this;
    }

    /** In a list box. */
    Part choose(String label, String option) {
        field(label).selectOption(new SelectOption().setLabel(option));
        return this;
    }

    /** A check box, or one of several; a section may have the same name. */
    Part tick(String label) {
        field(label).and(root.page().locator("input")).check();
        return this;
    }

    Part untick(String label) {
        field(label).uncheck();
        return this;
    }

    /** Waits until it says so. */
    Part says(String text) {
        assertThat(root).containsText(text);
        return this;
    }

    /** Waits until it says so no more. */
    Part saysNot(String text) {
        assertThat(root).not().containsText(text);
        return this;
    }

    Locator button(String name) {
        return of(AriaRole.BUTTON, name);
    }

    Locator link(String name) {
        return of(AriaRole.LINK, name);
    }

    Locator heading(String name) {
        return of(AriaRole.HEADING, name);
    }

    Locator field(String label) {
        return root.getByLabel(label, new Locator.GetByLabelOptions().setExact(true));
    }

    /** What is said below a field when something is wrong with it. */
    Locator blame(String label) {
        Locator field = root.page().getByLabel(label, new Page.GetByLabelOptions().setExact(true));
        return root.locator(".field", new Locator.LocatorOptions().setHas(field))
                .locator(".invalid-feedback");
    }

    /** The row of a table with this text in it. */
    Part row(String text) {
        return new Part(root.getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHasText(text)));
    }

    /** A section, or something else that is set apart, by its name. */
    Part named(AriaRole role, String name) {
        return new Part(of(role, name));
    }

    private Locator of(AriaRole role, String name) {
        return root.getByRole(role, new Locator.GetByRoleOptions().setName(name).setExact(true));
    }
}
