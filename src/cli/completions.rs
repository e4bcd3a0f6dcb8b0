//! `connectorc completions` and `connectorc man`

use super::End;
use super::screen::Screen;
use clap::{Args, Command};
use clap_complete::Shell;

/// Print completions for a shell
#[derive(Debug, Args)]
pub(super) struct Completions {
    /// The shell
    shell: Shell,
}

impl Completions {
    pub fn run(&self, screen: &Screen, command: &mut Command) -> End {
        let mut bytes = Vec::new();
        clap_complete::generate(self.shell, command, "connectorc", &mut bytes);
        screen.data(&String::from_utf8_lossy(&bytes));
        End::Fine
    }
}

/// Print the manual page (roff)
#[derive(Debug, Args)]
pub(super) struct Man {}

impl Man {
    pub fn run(&self, screen: &Screen, command: Command) -> End {
        let mut bytes = Vec::new();
        match clap_mangen::Man::new(command).render(&mut bytes) {
            Ok(()) => {
                screen.data(&String::from_utf8_lossy(&bytes));
                End::Fine
            }
            Err(error) => {
                screen.trouble(&error.to_string());
                End::Usage
            }
        }
    }
}
