package dev.countersign.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** What somebody may do to a context file of Jetty's. Each of it fails when there is nothing to do. */
final class JettyContext {

    private static final String ENTRY = "(?s)  <New class=\"org\\.eclipse\\.jetty\\.plus\\.jndi\\.EnvEntry\">\\s*"
            + "<Arg><Ref refid=\"app\"/></Arg> <Arg>%s</Arg>.*?</New>\n";

    private JettyContext() {}

    static UnaryOperator<String> without(String entry) {
        return changing(ENTRY.formatted(Pattern.quote(entry)), "");
    }

    static UnaryOperator<String> with(String setting, String value) {
        return changing("(?=</Configure>)", """
                  <New class="org.eclipse.jetty.plus.jndi.EnvEntry">
                    <Arg><Ref refid="app"/></Arg> <Arg>countersign/%s</Arg> <Arg>%s</Arg> <Arg type="boolean">true</Arg>
                  </New>
                """.formatted(setting, value));
    }

    static UnaryOperator<String> changing(String regex, String replacement) {
        return context -> {
            String changed = context.replaceAll(regex, replacement);
            assertThat(changed).isNotEqualTo(context);
            return changed;
        };
    }
}
