package dev.countersign.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Edits of a context file of Jetty. Each fails when there is nothing to change. */
final class JettyContext {

    private static final String ENTRY = "(?s)  <New class=\"org\\.eclipse\\.jetty\\.plus\\.jndi\\.EnvEntry\">\\s*"
            + "<Arg><Ref refid=\"app\"/></Arg> <Arg>NAME</Arg>.*?</New>\n";

    private JettyContext() {}

    static UnaryOperator<String> without(String entry) {
        return changing(ENTRY.replace("NAME", Pattern.quote(entry)), "");
    }

    static UnaryOperator<String> with(String setting, String value) {
        return changing(
                "(?=</Configure>)",
                "  <New class=\"org.eclipse.jetty.plus.jndi.EnvEntry\">\n    <Arg><Ref refid=\"app\"/></Arg> <Arg>countersign/"
                        + setting + "</Arg> <Arg>" + value + "</Arg> <Arg type=\"boolean\">true</Arg>\n  </New>\n");
    }

    static UnaryOperator<String> changing(String regex, String replacement) {
        return context -> {
            String changed = context.replaceAll(regex, replacement);
            assertThat(changed).isNotEqualTo(context);
            return changed;
        };
    }
}
