package dev.countersign.launch;

import java.io.PrintStream;

/** What the operator reads when the server serves, with the password when there is a new one. */
record Welcome(String url, DataDirectory data, AdministratorPassword password) {

    /** Whether it could be printed: a password that nobody saw must not be forgotten. */
    boolean print(PrintStream out) {
        out.println("Countersign serves " + url + ", keeping its files in " + data.path());
        password.toShow().ifPresent(secret -> {
            String curl = " -u " + AdministratorLogin.NAME + ":" + secret + " " + url;
            out.println("  password  " + secret + "   (shown only this once)");
            if (password.isClients()) {
                out.println("  try       curl -i" + curl + "/verify");
                out.println("            curl" + curl + "/admin/clients");
            } else {
                out.println(
                        "            (for the console; the client " + AdministratorLogin.NAME + " keeps its secret)");
            }
        });
        // Last, so that whoever waits for this line has seen the rest.
        out.println("  console   " + url + "/console/   (user: " + AdministratorLogin.NAME + ")");
        return !out.checkError();
    }
}
