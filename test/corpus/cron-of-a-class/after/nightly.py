import fal
import fal_client


# TODO(modal-lint): secrets: `Secret.from_dotenv` reads a file of variables: set them with `fal secrets set` and name them in `secrets`
class Nightly(fal.App):
    app_name = "cron-of-a-class"

    def setup(self):
        self.day = 1

    @fal.endpoint("/")
    def run(self) -> int:
        return self.day


# TODO(modal-lint): schedule: fal has no schedules (`schedule=modal.Cron("0 3 * * *")`): let cron, a CI workflow or another scheduler start it at `0 3 * * *`
@fal.function(requirements=["fal-client"])
def trigger():
    return fal_client.subscribe("your-username/cron-of-a-class", arguments={})
