package dev.countersign.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One of the Markdown pages that people follow, so that tests run the very lines which people copy. Immutable. */
public record Page(String text) {

    /** @param path from the top folder, such as {@code src/doc/tomcat.md} */
    public static Page at(String path) {
        try {
            return new Page(Files.readString(Path.of(path)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All shell lines under this heading, in their order. */
    public String script(String heading) {
        return script(heading, "sh");
    }

    /** All lines of this language under this heading, in their order. */
    public String script(String heading, String language) {
        return String.join("", blocks(heading, language));
    }

    /** The first block of this language under this heading. */
    public String block(String heading, String language) {
        return blocks(heading, language).get(0);
    }

    /** The blocks of this language under this heading, in their order; at least one. */
    public List<String> blocks(String heading, String language) {
        Matcher section = Pattern.compile("(?sm)^(###?) " + Pattern.quote(heading) + "\n(.*?)(?=^\\1 |^## |\\z)")
                .matcher(text);
        assertThat(section.find()).as("the heading " + heading).isTrue();
        List<String> blocks = Pattern.compile("(?sm)^( *)```" + language + "\n(.*?)^\\1```$")
                .matcher(section.group(2))
                .results()
                .map(block -> block.group(2).replaceAll("(?m)^" + block.group(1), ""))
                .toList();
        assertThat(blocks).as(language + " under " + heading).isNotEmpty();
        return blocks;
    }

    /** The page with other words in one place; fails when it does not hold them. */
    public Page with(String old, String replacement) {
        assertThat(text).contains(old);
        return new Page(text.replace(old, replacement));
    }

    /** The page without the lines that hold these words; fails when there are none. */
    public Page without(String words) {
        String shorter = text.replaceAll("(?m)^.*" + Pattern.quote(words) + ".*\n", "");
        assertThat(shorter).isNotEqualTo(text);
        return new Page(shorter);
    }
}
